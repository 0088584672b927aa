{{/*
What every server of the namespace is: an account, a Service, one replica on a volume, and who may reach it. `values` are the server's own,
`ports` each name their callers by service account.
*/}}
{{- define "catalog-server.all" -}}
{{- $root := .root -}}
{{- $global := $root.Values.global -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  labels: {{- include "catalog-server.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- with .ports }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $.name }}
  labels: {{- include "catalog-server.labels" $ | nindent 4 }}
spec:
  selector: {app: {{ $.name }}}
  ports:
    {{- range . }}
    - {name: {{ .name }}, port: {{ .port }}, targetPort: {{ .port }}, appProtocol: {{ .protocol }}}
    {{- end }}
{{- end }}
---
apiVersion: apps/v1
kind: {{ if .storage }}StatefulSet{{ else }}Deployment{{ end }}
metadata:
  name: {{ .name }}
  labels: {{- include "catalog-server.labels" . | nindent 4 }}
spec:
  replicas: 1
  {{- if .storage }}
  serviceName: {{ .name }}
  persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}
  {{- else }}
  strategy: {type: Recreate}
  {{- end }}
  selector:
    matchLabels: {app: {{ .name }}}
  template:
    metadata:
      labels:
        {{- include "catalog-server.labels" . | nindent 8 }}
        version: {{ regexReplaceAll "^.*:" .values.image "" | quote }}
      annotations:
        {{- with .checksum }}
        checksum/config: {{ . | sha256sum }}
        {{- end }}
        {{- if $global.mesh.enabled }}
        {{- include "catalog-service.sidecar" $global.mesh.sidecar | nindent 8 }}
        {{- else }}
        sidecar.istio.io/inject: "false"
        {{- end }}
    spec:
      serviceAccountName: {{ .name }}
      automountServiceAccountToken: {{ .usesApi | default false }}
      enableServiceLinks: false
      terminationGracePeriodSeconds: 60
      securityContext:
        runAsNonRoot: true
        runAsUser: {{ .user }}
        runAsGroup: {{ .user }}
        fsGroup: {{ .user }}
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile: {type: RuntimeDefault}
      {{- with $global.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- with .initContainers }}
      initContainers: {{- . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .name }}
          image: {{ .values.image }}
          imagePullPolicy: {{ $global.image.pullPolicy }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: {{ .readOnly }}
            capabilities: {drop: [ALL]}
          ports:
            {{- range .ports }}
            - {name: {{ .name }}, containerPort: {{ .port }}}
            {{- end }}
          resources: {{- toYaml .values.resources | nindent 12 }}
          {{- .container | nindent 10 }}
      {{- with .volumes }}
      volumes: {{- . | nindent 8 }}
      {{- end }}
  {{- if .storage }}
  volumeClaimTemplates:
    - metadata:
        name: data
        labels: {app: {{ .name }}, app.kubernetes.io/part-of: product-catalog}
      spec:
        accessModes: [ReadWriteOnce]
        {{- with $root.Values.storageClassName }}
        storageClassName: {{ . }}
        {{- end }}
        resources:
          requests: {storage: {{ .storage }}}
  {{- end }}
{{- include "catalog-server.access" . }}
{{- end -}}

{{/* Only its users reach a server, and it reaches only what `reaches` says. */}}
{{- define "catalog-server.access" -}}
{{- $root := .root -}}
{{- $global := $root.Values.global -}}
{{- if $global.networkPolicies.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .name }}
  labels: {{- include "catalog-server.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {app: {{ .name }}}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- range .ports }}
    {{- if .callers }}
    - ports: [{port: {{ .port }}}]
      from:
        {{- range .callers }}
        {{- if eq . "ingress" }}
        - {{ include "catalog-service.ingress-peer" $root }}
        {{- else }}
        - podSelector: {matchLabels: {app: {{ . }}}}
        {{- end }}
        {{- end }}
    {{- end }}
    {{- end }}
    {{- if $global.mesh.enabled }}
    - ports: [{port: 15020}]
      from:
        - podSelector: {matchLabels: {{ toJson $global.networkPolicies.prometheusLabels }}}
    {{- end }}
  egress:
    {{- include "catalog-service.always-reached" $global | nindent 4 }}
    {{- with .reaches }}{{ . | nindent 4 }}{{ end }}
    {{- if and $global.mesh.enabled $global.zipkinUrl }}
    - ports: [{port: 9411}]
      to: [{podSelector: {matchLabels: {app: zipkin}}}]
    {{- end }}
{{- end }}
{{- if $global.mesh.enabled }}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: {{ .name }}
  labels: {{- include "catalog-server.labels" . | nindent 4 }}
spec:
  selector:
    matchLabels: {app: {{ .name }}}
  action: ALLOW
  rules:
    {{- range .ports }}
    {{- if .callers }}
    - from:
        - source:
            principals:
              {{- range .callers }}
              - {{ include "catalog-service.principal" (dict "name" . "root" $root) }}
              {{- end }}
      to: [{operation: {ports: [{{ .port | quote }}]}}]
    {{- end }}
    {{- end }}
{{- end }}
{{- end -}}

{{- define "catalog-server.labels" -}}
app: {{ .name }}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/part-of: product-catalog
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{/* A Secret with one generated value, which later installations find and leave as it is. */}}
{{- define "catalog-server.secret" -}}
{{- $present := (lookup "v1" "Secret" .root.Release.Namespace .name).data | default dict -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .name }}
  labels: {{- include "catalog-server.labels" . | nindent 4 }}
  annotations:
    helm.sh/resource-policy: keep
type: Opaque
data:
  {{ .key }}: {{ index $present .key | default (randAlphaNum 32 | b64enc) }}
{{- end -}}

{{/* The chart's values with the library's globals below them. */}}
{{- define "catalog-server.globals" -}}
{{- $global := mergeOverwrite (deepCopy (index .Values "catalog-service" "global")) (.Values.global | default dict) -}}
{{- dict "global" $global | toJson -}}
{{- end -}}
