/** The topics that a worker may take tasks of, and which steps they stand for. */
import { CARRY_OUT_SCHEDULE, publishingTopics, type SagaTopic, type ScheduleTopic } from '@catalog/contracts';

export type TaskTopic = SagaTopic | ScheduleTopic;

export const isPublishing = (topic: string): boolean => (publishingTopics as readonly string[]).includes(topic);

export const isSchedule = (topic: TaskTopic): topic is ScheduleTopic => topic === CARRY_OUT_SCHEDULE;
