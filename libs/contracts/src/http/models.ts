import { ModelChecksResponse } from '../chat.ts';
import { Success } from './common.ts';

export const ListModelChecksReply = Success(ModelChecksResponse.properties);
