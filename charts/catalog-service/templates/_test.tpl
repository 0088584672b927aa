{{/* `helm test` of one service: it is ready, and answers who may ask. */}}
{{- define "catalog-service.test" -}}
{{- if .Values.global.serviceTests -}}
{{- $name := printf "%s-test" .Chart.Name -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ $name }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-weight: "-1"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
automountServiceAccountToken: false
{{- if .Values.global.networkPolicies.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ $name }}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-weight: "-1"
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  podSelector:
    matchLabels: {app: {{ $name }}}
  policyTypes: [Egress]
  egress:
    {{- include "catalog-service.always-reached" .Values.global | nindent 4 }}
    - ports: [{port: http}]
      to: [{podSelector: {matchLabels: {app: {{ .Chart.Name }}}}}]
{{- end }}
---
apiVersion: v1
kind: Pod
metadata:
  name: {{ $name }}
  labels: {app: {{ $name }}}
  annotations:
    helm.sh/hook: test
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  serviceAccountName: {{ $name }}
  automountServiceAccountToken: false
  restartPolicy: Never
  activeDeadlineSeconds: 60
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    seccompProfile: {type: RuntimeDefault}
  containers:
    - name: ask
      image: {{ include "catalog-service.image" . }}
      imagePullPolicy: {{ .Values.global.image.pullPolicy }}
      command:
        - node
        - --input-type=module
        - -e
        - |
          const answer = await fetch('http://{{ .Chart.Name }}:{{ include "catalog-service.port" . }}/health/ready');
          console.log(answer.status, await answer.text());
          process.exitCode = answer.ok ? 0 : 1;
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: {drop: [ALL]}
      resources:
        requests: {cpu: 10m, memory: 64Mi}
        limits: {cpu: 500m, memory: 128Mi}
{{- end -}}
{{- end -}}
