{{/* In the mesh a caller is who its certificate says, and nobody else gets in. */}}
{{- define "catalog-service.authorization" -}}
{{- $mesh := .Values.global.mesh -}}
{{- if $mesh.enabled -}}
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
spec:
  selector:
    matchLabels: {app: {{ .Chart.Name }}}
  action: ALLOW
  rules:
    {{- range .Values.callers }}
    - from: [{source: {principals: [{{ include "catalog-service.principal" (dict "name" .name "root" $) }}]}}]
      {{- if or .methods .paths }}
      to: [{operation: {{ toJson (pick . "methods" "paths") }}}]
      {{- end }}
    {{- end }}
    {{- if .Values.global.serviceTests }}
    - from: [{source: {principals: [{{ include "catalog-service.principal" (dict "name" (printf "%s-test" .Chart.Name) "root" .) }}]}}]
      to: [{operation: {methods: [GET], paths: [/health/ready]}}]
    {{- end }}
{{- end -}}
{{- end -}}

{{- define "catalog-service.principal" -}}
{{- $mesh := .root.Values.global.mesh -}}
{{- if eq .name "ingress" -}}
{{ $mesh.trustDomain }}/ns/{{ $mesh.ingress.namespace }}/sa/{{ $mesh.ingress.serviceAccount }}
{{- else -}}
{{ $mesh.trustDomain }}/ns/{{ .root.Release.Namespace }}/sa/{{ .name }}
{{- end -}}
{{- end -}}
