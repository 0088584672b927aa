/** What every service's chart can be told. */
import Type from 'typebox';
import { AsKubernetesHasIt, ListAsKubernetesHasIt, Named, Port, Resources, Switch, Text, Texts, Values } from './kubernetes.ts';

const Percent = Type.Integer({ minimum: 1, maximum: 100 });
const Count = Type.Integer({ minimum: 1 });
const Seconds = Type.Integer({ minimum: 0 });

const Caller = Type.Object(
  {
    name: Named,
    methods: Type.Optional(Type.Array(Type.Enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']), { minItems: 1 })),
    paths: Type.Optional(Type.Array(Type.String({ pattern: '^/' }), { minItems: 1 })),
  },
  { additionalProperties: false },
);

const Names = Type.Array(Type.String());
const Rule = Type.Object(
  {
    apiGroups: Names,
    resources: Names,
    verbs: Type.Array(Type.Enum(['get', 'list', 'watch']), { minItems: 1 }),
    resourceNames: Type.Optional(Names),
  },
  { additionalProperties: false },
);

/** Without what all charts share. */
export const commonValues = {
  callers: Type.Array(Caller),
  asksCluster: Type.Array(Rule),
  env: ListAsKubernetesHasIt,
  volumes: ListAsKubernetesHasIt,
  volumeMounts: ListAsKubernetesHasIt,
  generatedSecrets: Type.Array(Type.String({ pattern: '^[A-Z][A-Z0-9_]*$' })),
  existingSecret: Named,
  image: Values({ repository: Text, tag: Text }),
  replicas: Type.Integer({ minimum: 0 }),
  autoscaling: Values({
    enabled: Switch,
    minReplicas: Count,
    maxReplicas: Count,
    targetCPUUtilization: Percent,
    queueDepth: Values({ enabled: Switch, target: Count }),
  }),
  podDisruptionBudget: Values({ enabled: Switch, maxUnavailable: Type.Union([Count, Type.String({ pattern: '^[0-9]+%$' })]) }),
  resources: Resources,
  readOnlyRootFilesystem: Switch,
  heapPercentage: Percent,
  probes: Values({
    startupSeconds: Type.Integer({ minimum: 2 }),
    calmSeconds: Type.Integer({ minimum: 0, maximum: 60 }),
    readinessPeriodSeconds: Count,
    livenessPeriodSeconds: Count,
  }),
  waitForProcessor: Values({ seconds: Seconds, limitSeconds: Count }),
  minReadySeconds: Seconds,
  preStopSeconds: Seconds,
  terminationGracePeriodSeconds: Seconds,
  metrics: Values({ port: Port }),
  service: Values({ annotations: Texts }),
  serviceAccount: Values({ annotations: Texts }),
  podAnnotations: Texts,
  podLabels: Texts,
  nodeSelector: Texts,
  tolerations: ListAsKubernetesHasIt,
  affinity: AsKubernetesHasIt,
  priorityClassName: Text,
  ingress: Values({
    enabled: Switch,
    className: Text,
    host: Text,
    annotations: Texts,
    tls: Values({ enabled: Switch, secretName: Text }),
  }),
};
