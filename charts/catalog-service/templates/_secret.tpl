{{/* Made at the first installation; later ones, and an installation after an uninstallation, find it and leave it as it is. */}}
{{- define "catalog-service.secret" -}}
{{- $keys := .Values.generatedSecrets -}}
{{- if include "catalog-service.has-database" . }}{{ $keys = prepend $keys "DATABASE_PASSWORD" }}{{ end -}}
{{- if and $keys (not .Values.existingSecret) -}}
{{- $present := (lookup "v1" "Secret" .Release.Namespace .Chart.Name).data | default dict -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
  annotations:
    helm.sh/resource-policy: keep
type: Opaque
data:
  {{- range $key := $keys }}
  {{ $key }}: {{ index $present $key | default (randAlphaNum 32 | b64enc) }}
  {{- end }}
{{- end -}}
{{- end -}}
