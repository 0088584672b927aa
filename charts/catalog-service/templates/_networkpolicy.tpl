{{/* Only its callers reach it, and it reaches only what it uses. */}}
{{- define "catalog-service.networkpolicy" -}}
{{- $global := .Values.global -}}
{{- if $global.networkPolicies.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "catalog-service.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {app: {{ .Chart.Name }}}
  policyTypes: [Ingress, Egress]
  ingress:
    - ports: [{port: http}]
      from:
        {{- range .Values.callers }}
        {{- if eq .name "ingress" }}
        - {{ include "catalog-service.ingress-peer" $ }}
        {{- else }}
        - podSelector: {matchLabels: {app: {{ .name }}}}
        {{- end }}
        {{- end }}
        {{- if $global.serviceTests }}
        - podSelector: {matchLabels: {app: {{ .Chart.Name }}-test}}
        {{- end }}
    - ports:
        - {port: metrics}
        {{- if $global.mesh.enabled }}
        - {port: 15020}
        {{- end }}
      from:
        - podSelector: {matchLabels: {{ toJson $global.networkPolicies.prometheusLabels }}}
  egress:
    {{- include "catalog-service.always-reached" $global | nindent 4 }}
    {{- range $service := concat .Values.calls (.Values.checksTokens | ternary (list "identity-service") list) | uniq }}
    {{- if ne $service $.Chart.Name }}
    - ports: [{port: {{ index $.Values.ports $service }}}]
      to: [{podSelector: {matchLabels: {app: {{ $service }}}}}]
    {{- end }}
    {{- end }}
    {{- range $server := .Values.uses }}
    {{- with index $global $server }}
    - ports: [{port: {{ .port }}}]
      {{- if not .external }}
      to: [{podSelector: {matchLabels: {app: {{ $server }}}}}]
      {{- end }}
    {{- end }}
    {{- end }}
    {{- if .Values.asksCluster }}
    - ports: [{port: 443}, {port: 6443}]
    {{- end }}
    {{- if $global.zipkinUrl }}
    - ports: [{port: 9411}]
      to: [{podSelector: {matchLabels: {app: zipkin}}}]
    {{- end }}
{{- end -}}
{{- end -}}

{{/* Without the mesh nobody knows where an Ingress controller lives, so anyone may be it. */}}
{{- define "catalog-service.ingress-peer" -}}
{{- $mesh := .Values.global.mesh -}}
{{- if $mesh.enabled -}}
namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ $mesh.ingress.namespace }}}}
{{- else -}}
namespaceSelector: {}
{{- end -}}
{{- end -}}

{{/* Given the global values: name resolution, and the mesh's control plane. */}}
{{- define "catalog-service.always-reached" -}}
- ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
  to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
{{- if .mesh.enabled }}
- ports: [{port: 15012}]
  to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: {{ .mesh.controlPlaneNamespace }}}}}]
{{- end }}
{{- end -}}
