import { javaText, phpText, rubyText } from './literals';
import type { Programs, SignedParts } from './languages';

/** Programs that verify `X-Cld-Signature`. SHA-1 is 40 hex digits, SHA-256 has 64. */
export function digestPrograms(parts: SignedParts): Programs {
  const algorithm = parts.signature.length === 64 ? 'sha256' : 'sha1';
  const [body, timestamp, signature] = texts(parts, JSON.stringify);
  return {
    Node: `import { createHash } from 'node:crypto';

const body = ${body};
const timestamp = ${timestamp};
const signature = ${signature};

const secret = process.env.CLOUDINARY_API_SECRET;
const expected = createHash('${algorithm}').update(body + timestamp + secret).digest('hex');
console.log(expected === signature ? 'genuine' : 'not genuine');
`,
    'Receiver kit': `import { createReceiver } from '@webhook-notifications/receiver';

const body = ${body};
const headers = { 'X-Cld-Timestamp': ${timestamp}, 'X-Cld-Signature': ${signature} };

const receiver = createReceiver({
  secrets: process.env.CLOUDINARY_API_SECRET,
  algorithm: '${algorithm}',
  // This notification may be old. A receiver leaves it at five minutes.
  toleranceSeconds: Number.MAX_SAFE_INTEGER,
});
const result = await receiver.verify({ body, headers });
console.log(result.ok || result.reason === 'not_json' ? 'genuine' : 'not genuine');
`,
    Python: `import hashlib, hmac, os

body = ${body}
timestamp = ${timestamp}
signature = ${signature}

secret = os.environ["CLOUDINARY_API_SECRET"]
expected = hashlib.${algorithm}((body + timestamp + secret).encode()).hexdigest()
print("genuine" if hmac.compare_digest(expected, signature) else "not genuine")
`,
    Go: `package main

import (
	"crypto/${algorithm}"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"os"
)

const body = ${body}
const timestamp = ${timestamp}
const signature = ${signature}

func main() {
	digest := ${algorithm}.${algorithm === 'sha1' ? 'Sum' : 'Sum256'}([]byte(body + timestamp + os.Getenv("CLOUDINARY_API_SECRET")))
	expected := hex.EncodeToString(digest[:])
	if subtle.ConstantTimeCompare([]byte(expected), []byte(signature)) == 1 {
		fmt.Println("genuine")
	} else {
		fmt.Println("not genuine")
	}
}
`,
    PHP: `<?php
${phpParts(parts)}
$secret = getenv('CLOUDINARY_API_SECRET');
$expected = hash('${algorithm}', $body . $timestamp . $secret);
echo hash_equals($expected, $signature) ? "genuine\\n" : "not genuine\\n";
`,
    Ruby: `require 'digest'
${rubyParts(parts)}
secret = ENV.fetch('CLOUDINARY_API_SECRET')
expected = Digest::${algorithm.toUpperCase()}.hexdigest(body + timestamp + secret)
puts expected == signature ? 'genuine' : 'not genuine'
`,
    Java: `import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

public class Verify {
  public static void main(String[] arguments) throws Exception {
${javaParts(parts)}
    String secret = System.getenv("CLOUDINARY_API_SECRET");
    byte[] signed = (body + timestamp + secret).getBytes(StandardCharsets.UTF_8);
    byte[] expected = MessageDigest.getInstance("${algorithm === 'sha1' ? 'SHA-1' : 'SHA-256'}").digest(signed);
    boolean isGenuine = MessageDigest.isEqual(expected, HexFormat.of().parseHex(signature));
    System.out.println(isGenuine ? "genuine" : "not genuine");
  }
}
`,
  };
}

type Texts = readonly [body: string, timestamp: string, signature: string];

/** The parts as literals of a language. */
export function texts({ body, timestamp, signature }: SignedParts, literal: (text: string) => string): Texts {
  return [literal(body), literal(timestamp), literal(signature)];
}

/** The parts as variables of PHP. */
export function phpParts(parts: SignedParts): string {
  const [body, timestamp, signature] = texts(parts, phpText);
  return `
$body = ${body};
$timestamp = ${timestamp};
$signature = ${signature};
`;
}

/** The parts as variables of Ruby. */
export function rubyParts(parts: SignedParts): string {
  const [body, timestamp, signature] = texts(parts, rubyText);
  return `
body = ${body}
timestamp = ${timestamp}
signature = ${signature}
`;
}

/** The parts as variables of a method of Java. */
export function javaParts(parts: SignedParts): string {
  const [body, timestamp, signature] = texts(parts, javaText);
  return `    String body = ${body};
    String timestamp = ${timestamp};
    String signature = ${signature};
`;
}
