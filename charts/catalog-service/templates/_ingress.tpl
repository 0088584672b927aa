{{- define "catalog-service.ingress" -}}
{{- with .Values.ingress -}}
{{- if .enabled -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ $.Chart.Name }}
  labels: {{- include "catalog-service.labels" $ | nindent 4 }}
  {{- with .annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- with .className }}
  ingressClassName: {{ . }}
  {{- end }}
  {{- if .tls.enabled }}
  tls:
    - hosts: [{{ .host | quote }}]
      secretName: {{ required "ingress.tls.secretName is missing" .tls.secretName }}
  {{- end }}
  rules:
    - host: {{ .host | quote }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: {service: {name: {{ $.Chart.Name }}, port: {name: http}}}
{{- end -}}
{{- end -}}
{{- end -}}
