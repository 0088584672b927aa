{{- define "catalog-service.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  minReadySeconds: {{ .Values.minReadySeconds }}
  strategy:
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  selector:
    matchLabels: {app: {{ .Chart.Name }}}
  template:
    metadata:
      labels:
        {{- include "catalog-service.labels" . | nindent 8 }}
        version: {{ include "catalog-service.version" . }}
        {{- with .Values.podLabels }}{{ toYaml . | nindent 8 }}{{ end }}
      annotations: {{- include "catalog-service.pod-annotations" . | nindent 8 }}
    spec: {{- include "catalog-service.pod" . | nindent 6 }}
{{- end -}}

{{- define "catalog-service.pod-annotations" -}}
checksum/config: {{ include "catalog-service.settings" . | sha256sum }}
kubectl.kubernetes.io/default-container: {{ .Chart.Name }}
prometheus.io/scrape: "true"
prometheus.io/port: {{ .Values.metrics.port | quote }}
prometheus.io/path: /metrics
{{- if .Values.global.mesh.enabled }}
{{ include "catalog-service.sidecar" .Values.global.mesh.sidecar }}
{{- else }}
sidecar.istio.io/inject: "false"
{{- end }}
{{- with .Values.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "catalog-service.sidecar" -}}
sidecar.istio.io/proxyCPU: {{ .requests.cpu | quote }}
sidecar.istio.io/proxyMemory: {{ .requests.memory | quote }}
sidecar.istio.io/proxyCPULimit: {{ .limits.cpu | quote }}
sidecar.istio.io/proxyMemoryLimit: {{ .limits.memory | quote }}
{{- end -}}

{{- define "catalog-service.pod" -}}
serviceAccountName: {{ .Chart.Name }}
automountServiceAccountToken: {{ not (empty .Values.asksCluster) }}
enableServiceLinks: false
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.global.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- $wait := .Values.waitForProcessor }}
{{- $migrates := include "catalog-service.has-database" . }}
{{- if or $wait.seconds $migrates }}
initContainers:
{{- end }}
{{- if $wait.seconds }}
  - name: wait-for-processor
    command: [node, ../../packages/kubernetes/src/wait-for-processor.ts, {{ $wait.seconds | quote }}, {{ $wait.limitSeconds | quote }}]
    {{- include "catalog-service.container" . | nindent 4 }}
{{- end }}
{{- if $migrates }}
  - name: migrate
    command: [node, ../../packages/postgres/src/migrate-service.ts]
    {{- include "catalog-service.container" . | nindent 4 }}
{{- end }}
containers:
  - name: {{ .Chart.Name }}
    {{- include "catalog-service.container" . | nindent 4 }}
    ports:
      - {name: http, containerPort: {{ include "catalog-service.port" . }}}
      - {name: metrics, containerPort: {{ .Values.metrics.port }}}
    startupProbe:
      httpGet: {path: /health/live, port: http}
      periodSeconds: 2
      failureThreshold: {{ div .Values.probes.startupSeconds 2 }}
    readinessProbe:
      httpGet: {path: /health/ready, port: http}
      periodSeconds: {{ .Values.probes.readinessPeriodSeconds }}
      timeoutSeconds: 2
      failureThreshold: 2
    livenessProbe:
      httpGet: {path: /health/live, port: http}
      periodSeconds: {{ .Values.probes.livenessPeriodSeconds }}
      timeoutSeconds: 5
      # A node without time to spare is no reason to start anything anew on it.
      failureThreshold: 6
    lifecycle:
      preStop:
        sleep: {seconds: {{ .Values.preStopSeconds }}}
volumes:
  - name: tmp
    emptyDir: {sizeLimit: 64Mi}
  {{- with .Values.volumes }}{{ toYaml . | nindent 2 }}{{ end }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {app: {{ $.Chart.Name }}}
  {{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "catalog-service.container" -}}
image: {{ include "catalog-service.image" . }}
imagePullPolicy: {{ .Values.global.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: {{ .Values.readOnlyRootFilesystem }}
  capabilities: {drop: [ALL]}
envFrom:
  - configMapRef: {name: {{ .Chart.Name }}}
{{- with include "catalog-service.environment" . | trim }}
env: {{- . | nindent 2 }}
{{- end }}
resources: {{- toYaml .Values.resources | nindent 2 }}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  {{- with .Values.volumeMounts }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end -}}
