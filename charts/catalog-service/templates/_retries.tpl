{{/* Callers retry what may be repeated, within their deadline; the mesh knows neither and must not add its own. */}}
{{- define "catalog-service.retries" -}}
{{- if .Values.global.mesh.enabled -}}
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
spec:
  hosts: [{{ .Chart.Name }}]
  http:
    - route: [{destination: {host: {{ .Chart.Name }}}}]
      retries: {attempts: 0}
{{- end -}}
{{- end -}}
