{{/* What is no secret of a service's environment. */}}
{{- define "catalog-service.config" -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
data: {{- include "catalog-service.settings" . | nindent 2 }}
{{- end -}}

{{- define "catalog-service.settings" -}}
{{- $global := .Values.global -}}
SERVICE_NAME: {{ .Chart.Name }}
HOST: 0.0.0.0
PORT: {{ include "catalog-service.port" . | quote }}
METRICS_PORT: {{ .Values.metrics.port | quote }}
CALM_BEFORE_LISTENING_MS: {{ mul .Values.probes.calmSeconds 1000 | quote }}
LOG_LEVEL: {{ $global.logLevel }}
JWT_ISSUER: {{ $global.jwt.issuer | quote }}
JWT_AUDIENCE: {{ $global.jwt.audience | quote }}
TRACE_SAMPLE_RATIO: {{ $global.traceSampleRatio | quote }}
NODE_OPTIONS: --max-old-space-size-percentage={{ .Values.heapPercentage }}
{{- with $global.zipkinUrl }}
ZIPKIN_URL: {{ . }}
{{- end }}
{{- if and .Values.checksTokens (ne .Chart.Name "identity-service") }}
JWKS_URL: {{ printf "http://identity-service:%v/api/v1/auth/jwks" (index .Values.ports "identity-service") }}
{{- end }}
{{- if has "camunda" .Values.uses }}
CAMUNDA_URL: {{ $global.camunda.url }}
{{- end }}
{{- if has "elasticsearch" .Values.uses }}
ELASTICSEARCH_URL: {{ $global.elasticsearch.url }}
{{- end }}
{{- range .Values.calls }}
{{ . | upper | replace "-" "_" }}_URL: {{ printf "http://%s:%v" . (index $.Values.ports .) }}
{{- end }}
{{- range $name, $value := .Values.settings }}
{{- if not (kindIs "invalid" $value) }}
{{ $name }}: {{ if kindIs "float64" $value }}{{ int64 $value | quote }}{{ else }}{{ $value | toString | quote }}{{ end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Addresses that hold a password: Kubernetes puts it in when the container starts. */}}
{{- define "catalog-service.environment" -}}
{{- $global := .Values.global -}}
{{- $secret := include "catalog-service.secret-name" . -}}
{{- if has "postgres" .Values.uses }}
{{- $role := replace "-" "_" .Chart.Name }}
- name: DATABASE_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: DATABASE_PASSWORD}}
- name: DATABASE_URL
  value: postgresql://{{ $role }}:$(DATABASE_PASSWORD)@{{ $global.postgres.host }}:{{ $global.postgres.port }}/{{ $role }}{{ with $global.postgres.parameters }}?{{ . }}{{ end }}
{{- end }}
{{- if has "rabbitmq" .Values.uses }}
- name: RABBITMQ_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $global.rabbitmq.secret }}, key: password}}
- name: RABBITMQ_URL
  value: {{ $global.rabbitmq.scheme }}://{{ $global.rabbitmq.username }}:$(RABBITMQ_PASSWORD)@{{ $global.rabbitmq.host }}:{{ $global.rabbitmq.port }}{{ with $global.rabbitmq.vhost }}/{{ . }}{{ end }}
{{- end }}
{{- if has "mongodb" .Values.uses }}
{{- $mongodb := $global.mongodb }}
{{- if $mongodb.authentication }}
- name: MONGODB_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $mongodb.secret }}, key: password}}
- name: MONGODB_URL
  value: mongodb://{{ $mongodb.username }}:$(MONGODB_PASSWORD)@{{ $mongodb.hosts }}/{{ $mongodb.database }}{{ with $mongodb.parameters }}?{{ . }}{{ end }}
{{- else }}
- name: MONGODB_URL
  value: mongodb://{{ $mongodb.hosts }}/{{ $mongodb.database }}
{{- end }}
{{- end }}
{{- range .Values.generatedSecrets }}
- name: {{ . }}
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ . }}}}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}
