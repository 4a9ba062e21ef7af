import type { TraceQuestion } from '../../src/analysis/trace/traceAnswer';
import { oracleAnswers, type AnswerRow } from './oracleAnswers';

/** What was asked of the real kernel in a scenario; nobody asked the world outside about itself. */
export function oracleQuestions(scenario: string): readonly TraceQuestion[] {
  return oracleAnswers(scenario, 'reach')
    .filter(({ src, dst }) => !(src === 'lan' && dst === 'lan'))
    .map(questionOf);
}

export function questionOf(row: AnswerRow): TraceQuestion {
  const { src = '', dst_addr = '', proto, port = '' } = row;
  const outside = dst_addr.includes(':') ? 'outside:2001:db8:113::9' : 'outside:203.0.113.9';
  return {
    from: src === 'lan' ? outside : src,
    to: dst_addr,
    proto: proto as 'tcp' | 'udp' | 'icmp',
    ...(port === '' ? {} : { port: Number(port) }),
  };
}
