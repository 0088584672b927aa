{{- define "mesh.global" -}}
{{- mergeOverwrite (deepCopy (index .Values "catalog-service" "global")) (.Values.global | default dict) | toJson -}}
{{- end -}}

{{- define "mesh.labels" -}}
app.kubernetes.io/name: mesh
app.kubernetes.io/part-of: product-catalog
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}
