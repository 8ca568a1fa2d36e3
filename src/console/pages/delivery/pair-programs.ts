import { javaParts, phpParts, rubyParts, texts } from './digest-programs';
import type { Programs, SignedParts } from './languages';

/** What stands before the raw 32 bytes of an Ed25519 key in its DER form, as base64. Source: RFC 8410 §4. */
const DER_PREFIX = 'MCowBQYDK2VwAyEA';

/** Programs that verify `X-Cld-Signature_v2` by the public keys. They need no secret. */
export function pairPrograms(parts: SignedParts, keysUrl: string): Programs {
  const [body, timestamp, signature] = texts(parts, JSON.stringify);
  const url = JSON.stringify(keysUrl);
  return {
    Node: `import { createPublicKey, verify } from 'node:crypto';

const body = ${body};
const timestamp = ${timestamp};
const signature = ${signature};

const { keys } = await (await fetch(${url})).json();
const isGenuine = keys.some((key) =>
  verify(
    null,
    Buffer.from(body + timestamp),
    createPublicKey({ key, format: 'jwk' }),
    Buffer.from(signature, 'base64'),
  ),
);
console.log(isGenuine ? 'genuine' : 'not genuine');
`,
    'Receiver kit': `import { createReceiver } from '@webhook-notifications/receiver';

const body = ${body};
const headers = { 'X-Cld-Timestamp': ${timestamp}, 'X-Cld-Signature_v2': ${signature} };

const receiver = createReceiver({
  keySet: ${url},
  // This notification may be old. A receiver leaves it at five minutes.
  toleranceSeconds: Number.MAX_SAFE_INTEGER,
});
const result = await receiver.verify({ body, headers });
console.log(result.ok || result.reason === 'not_json' ? 'genuine' : 'not genuine');
`,
    Python: `# pip install cryptography
import base64, json, urllib.request
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

body = ${body}
timestamp = ${timestamp}
signature = ${signature}

def is_genuine(key):
    raw = base64.urlsafe_b64decode(key["x"] + "=")
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(base64.b64decode(signature), (body + timestamp).encode())
        return True
    except InvalidSignature:
        return False

with urllib.request.urlopen(${url}) as answer:
    keys = json.load(answer)["keys"]
print("genuine" if any(is_genuine(key) for key in keys) else "not genuine")
`,
    Go: `package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
)

const body = ${body}
const timestamp = ${timestamp}
const signature = ${signature}

func main() {
	answer, err := http.Get(${url})
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	var set struct{ Keys []struct{ X string } }
	if err := json.NewDecoder(answer.Body).Decode(&set); err != nil {
		panic(err)
	}
	bytes, _ := base64.StdEncoding.DecodeString(signature)
	verdict := "not genuine"
	for _, key := range set.Keys {
		raw, _ := base64.RawURLEncoding.DecodeString(key.X)
		if len(raw) == ed25519.PublicKeySize && ed25519.Verify(raw, []byte(body+timestamp), bytes) {
			verdict = "genuine"
		}
	}
	fmt.Println(verdict)
}
`,
    PHP: `<?php
${phpParts(parts)}
$set = json_decode(file_get_contents('${keysUrl}'), true);
$genuine = false;
foreach ($set['keys'] as $key) {
    $raw = sodium_base642bin($key['x'], SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
    $genuine = $genuine || sodium_crypto_sign_verify_detached(base64_decode($signature), $body . $timestamp, $raw);
}
echo $genuine ? "genuine\\n" : "not genuine\\n";
`,
    Ruby: `require 'json'
require 'net/http'
require 'openssl'
${rubyParts(parts)}
keys = JSON.parse(Net::HTTP.get(URI('${keysUrl}')))['keys']
genuine = keys.any? do |key|
  der = '${DER_PREFIX}'.unpack1('m') + key['x'].tr('-_', '+/').unpack1('m')
  OpenSSL::PKey.read(der).verify(nil, signature.unpack1('m'), body + timestamp)
end
puts genuine ? 'genuine' : 'not genuine'
`,
    Java: `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

public class Verify {
  public static void main(String[] arguments) throws Exception {
${javaParts(parts)}
    HttpRequest request = HttpRequest.newBuilder(URI.create(${url})).build();
    String keys = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    boolean isGenuine = Pattern.compile("\\"x\\":\\"([^\\"]+)\\"").matcher(keys).results().anyMatch((key) -> {
      try {
        String der = "${DER_PREFIX}" + key.group(1).replace('-', '+').replace('_', '/');
        X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(der));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(spec));
        verifier.update((body + timestamp).getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode(signature));
      } catch (java.security.GeneralSecurityException wrong) {
        return false;
      }
    });
    System.out.println(isGenuine ? "genuine" : "not genuine");
  }
}
`,
  };
}
