{{/* By the CPU of the service's own container: the sidecar's would dilute it. */}}
{{- define "catalog-service.autoscaler" -}}
{{- with .Values.autoscaling -}}
{{- if .enabled -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $.Chart.Name }}
  labels: {{- include "catalog-service.labels" $ | nindent 4 }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ $.Chart.Name }}}
  minReplicas: {{ .minReplicas }}
  maxReplicas: {{ .maxReplicas }}
  metrics:
    - type: ContainerResource
      containerResource:
        name: cpu
        container: {{ $.Chart.Name }}
        target: {type: Utilization, averageUtilization: {{ .targetCPUUtilization }}}
    {{- if .queueDepth.enabled }}
    - type: External
      external:
        metric:
          name: rabbitmq_queue_messages_ready
          selector:
            matchLabels: {subscriber: {{ $.Chart.Name }}}
        target: {type: AverageValue, averageValue: {{ .queueDepth.target | quote }}}
    {{- end }}
  behavior:
    # A start takes more than its work does afterwards: what lasts for a minute is load.
    scaleUp:
      stabilizationWindowSeconds: 60
    scaleDown:
      stabilizationWindowSeconds: 120
      policies:
        - {type: Pods, value: 1, periodSeconds: 60}
{{- end -}}
{{- end -}}
{{- end -}}
