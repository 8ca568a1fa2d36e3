import { explainConnectionFailure } from '../../src/temporal/connection';

it.each([
  [
    'nobody listens',
    'tonic::transport::Error(Transport, ConnectError(ConnectError("tcp connect error", 127.0.0.1:1, Os { code: 111, kind: ConnectionRefused, message: "Connection refused" })))',
    'Connection refused',
  ],
  [
    'the name has no address',
    'tonic::transport::Error(Transport, ConnectError(ConnectError("dns error", Custom { kind: Uncategorized, error: "failed to lookup address information: Name or service not known" })))',
    'failed to lookup address information: Name or service not known',
  ],
  [
    'an HTTP/1 server answers',
    'Failed to call GetSystemInfo: code: \'Unknown error\', message: "h2 protocol error: http2 error", source: tonic::transport::Error(Transport, hyper::Error(Http2, Error { kind: GoAway(b"", FRAME_SIZE_ERROR, Library) }))',
    'what answers there does not speak gRPC, or not without TLS',
  ],
  [
    'the other side speaks no TLS',
    'tonic::transport::Error(Transport, ConnectError(Custom { kind: InvalidData, error: InvalidMessage(InvalidContentType) }))',
    'TLS failed: InvalidMessage(InvalidContentType)',
  ],
  ['no answer comes', 'no answer within 10 s', 'no answer within 10 s'],
])('says in words that %s', (_what, text, words) => {
  expect(explainConnectionFailure(text)).toBe(words);
});
