{{- define "catalog-service.serviceaccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
  {{- with .Values.serviceAccount.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- if .Values.asksCluster }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
rules: {{- toYaml .Values.asksCluster | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{ .Chart.Name }}}
subjects: [{kind: ServiceAccount, name: {{ .Chart.Name }}, namespace: {{ .Release.Namespace }}}]
{{- end }}
{{- end -}}
