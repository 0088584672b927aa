/** What the gadget service takes from its environment. */
import { readEnvironment } from '@catalog/http/server';
import { databaseEnvironment } from '@catalog/write-side';
import Type from 'typebox';

/** What whoever installs it may set. */
export const settings = {};

export const readConfig = () => readEnvironment(Type.Object({ ...databaseEnvironment, ...settings }));
