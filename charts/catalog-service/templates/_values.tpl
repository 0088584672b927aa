{{/*
What the manifest of services says of the service, over the library's values; over both those for all services, and the service's own.
A service's chart includes this one by `include "catalog-service.all" .`; everything below gets the result as its context.
*/}}
{{- define "catalog-service.all" -}}
{{- $own := omit .Values "catalog-service" -}}
{{- $defaults := deepCopy (index .Values "catalog-service") -}}
{{- $manifest := include "catalog-service.manifest" . | fromJson -}}
{{- $facts := index $manifest.services .Chart.Name | required (printf "the manifest of services has no %s" .Chart.Name) -}}
{{- $facts = set $facts "ports" $manifest.ports -}}
{{- $facts = set $facts "callers" (concat $facts.callers ($own.callers | default list)) -}}
{{- $context := dict "Values" (mergeOverwrite $defaults $facts $defaults.global.services (omit $own "callers")) "Chart" .Chart "Release" .Release "Capabilities" .Capabilities -}}
{{- $parts := list "serviceaccount" "config" "secret" "deployment" "service" "autoscaler" "disruption" "networkpolicy" "authorization" "retries" "ingress" "test" -}}
{{- range $part := $parts -}}
{{- $document := include (printf "catalog-service.%s" $part) $context | trim -}}
{{- if $document }}
---
{{ $document }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "catalog-service.port" -}}
{{- index .Values.ports .Chart.Name -}}
{{- end -}}

{{- define "catalog-service.image" -}}
{{- $global := .Values.global.image -}}
{{- $repository := .Values.image.repository | default (printf "%s/%s" $global.prefix .Chart.Name) -}}
{{- printf "%s%s:%s" $global.registry $repository (include "catalog-service.tag" .) -}}
{{- end -}}

{{- define "catalog-service.tag" -}}
{{- .Values.image.tag | default .Values.global.image.tag | default .Chart.Version -}}
{{- end -}}

{{- define "catalog-service.secret-name" -}}
{{- .Values.existingSecret | default .Chart.Name -}}
{{- end -}}

{{- define "catalog-service.has-database" -}}
{{- if has "postgres" .Values.uses }}true{{ end -}}
{{- end -}}

{{- define "catalog-service.labels" -}}
app: {{ .Chart.Name }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/part-of: product-catalog
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ include "catalog-service.version" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* As a label: the mesh's pages tell versions of a service apart by it. */}}
{{- define "catalog-service.version" -}}
{{- include "catalog-service.tag" . | replace "+" "_" | trunc 63 | trimSuffix "-" | trimSuffix "." | quote -}}
{{- end -}}
