{{- define "catalog-service.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
  {{- with .Values.service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  selector: {app: {{ .Chart.Name }}}
  ports:
    - {name: http, port: {{ include "catalog-service.port" . }}, targetPort: http, appProtocol: http}
{{- end -}}
