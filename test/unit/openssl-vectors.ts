/*
 * Made by OpenSSL 3.0.19 on the command line, once, with nothing of any JOSE library; the private keys were thrown away:
 *
 * set -eu
 * b64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
 * sha256() { printf %s "$1" | openssl dgst -sha256 -binary; }
 * rs256() { printf %s "$1" | openssl dgst -sha256 -sign "$2" | b64url; }
 * es256() { # DER SEQUENCE of two INTEGERs -> r || s, 32 bytes each
 *   printf %s "$1" | openssl dgst -sha256 -sign "$2" | openssl asn1parse -inform DER |
 *     awk -F: '/INTEGER/ { printf "%64s", $4 }' | tr ' ' 0 | xxd -r -p | b64url
 * }
 * jws() { # algorithm, key, header, payload
 *   input="$(printf %s "$3" | b64url).$(printf %s "$4" | b64url)"
 *   printf %s.%s "$input" "$($1 "$input" "$2")"
 * }
 * for name in issuer client; do
 *   openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out $name.pem
 * done
 * for name in clientEc dpop; do
 *   openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $name.pem
 * done
 * rsa_n() { openssl rsa -in "$1" -noout -modulus | cut -d= -f2 | xxd -r -p | b64url; }
 * ec_xy() { openssl ec -in "$1" -pubout -outform DER | tail -c 64; }
 * rsa_jwk() { printf '{"e":"AQAB","kty":"RSA","n":"%s"}' "$(rsa_n "$1")"; }
 * ec_jwk() { printf '{"crv":"P-256","kty":"EC","x":"%s","y":"%s"}' "$(ec_xy "$1" | head -c 32 | b64url)" "$(ec_xy "$1" | tail -c 32 | b64url)"; }
 *
 * body='{ "b": 1.0,  "a": "è" }'
 * url=https://gateway.example.it/v1/referrals
 * aud=gateway.example.it/inclusion
 * client=5a000000-0000-4000-8000-000000000001
 * purpose=5a000000-0000-4000-8000-000000000010
 * times='"iat":1795176000,"exp":1795176300'
 * evidence=$(jws es256 clientEc.pem '{"alg":"ES256","typ":"JWT","kid":"client-ec"}' \
 *   '{"iss":"'$client'","aud":"'$aud'","purposeId":"'$purpose'","dnonce":"1234567890123","userID":"operatore-17","userLocation":"sportello-2","LoA":"LoA3","jti":"openssl-evidence",'$times'}')
 * jkt=$(sha256 "$(ec_jwk dpop.pem)" | b64url)
 * voucher() { # cnf, or nothing
 *   jws rs256 issuer.pem '{"alg":"RS256","typ":"at+jwt","kid":"issuer-key"}' \
 *     '{"iss":"interop.pagopa.it","aud":"'$aud'","sub":"'$client'","client_id":"'$client'","purposeId":"'$purpose'","consumerId":"5a000000-0000-4000-8000-000000000003","producerId":"5a000000-0000-4000-8000-000000000004","eserviceId":"5a000000-0000-4000-8000-000000000005","descriptorId":"5a000000-0000-4000-8000-000000000006","jti":"openssl-voucher","nbf":1795176000,'$times',"digest":{"alg":"SHA256","value":"'$(sha256 "$evidence" | xxd -p -c 64)'"}'"$1"'}'
 * }
 * bearer=$(voucher '')
 * bound=$(voucher ',"cnf":{"jkt":"'$jkt'"}')
 * proof=$(jws es256 dpop.pem '{"alg":"ES256","typ":"dpop+jwt","jwk":'$(ec_jwk dpop.pem)'}' \
 *   '{"htm":"POST","htu":"'$url'","iat":1795176000,"jti":"openssl-dpop","ath":"'$(sha256 "$bound" | b64url)'"}')
 * digest="SHA-256=$(sha256 "$body" | openssl base64 -A)"
 * digest_hex="SHA-256=$(sha256 "$body" | xxd -p -c 64)"
 * # What echo, in place of printf, makes of it: the trap of the documented examples.
 * digest_newline="SHA-256=$(echo "$body" | openssl dgst -sha256 -binary | openssl base64 -A)"
 * signature() { # algorithm, key, kid, alg, digest
 *   jws $1 $2.pem '{"alg":"'$4'","typ":"JWT","kid":"'$3'"}' \
 *     '{"iss":"'$client'","aud":"'$aud'","jti":"openssl-'$3'",'$times',"signed_headers":[{"digest":"'$5'"},{"content-type":"application/json"}]}'
 * }
 * signature rs256 client client-key RS256 "$digest"; signature es256 clientEc client-ec ES256 "$digest"; and so with the others
 */

/** Tokens and digests of another implementation, at noon of 20 November 2026. Identifiers are those of trust-world.ts. */
export const openssl = {
  keys: {
    issuer: {
      e: 'AQAB',
      kty: 'RSA',
      n: 'u3yaFiri0CGXIlN3ZeL5q21hy8DcavFbHzVBi5xmM_8H1rXxMqPlheYTNpYfK2JetVFeCToTph_i0Mp1vKeoVpBb_TsNpkOgOepjM-RS8gAqDpcthejrMnqKs7sdt8Oli11pqPgqBA7RrL3uMRtklxJIhZ7gNlHTMqqWUjmpwGzbKG14aVux7Y9SjSL0cQFQfV3SX9t22yzCWT1Yc-QIwrgaEiecnkm249E4Ha5FfIWjGDDUHhsXyWT4q3ut401qJkMbLedeGPHtihMnAw2VdtYHdwBrpdAgwOI7U4k_eo5EkCElHY6iCmIwo2nOsAWLipSkBjQAEK6jolZ4TeCRTw',
    },
    client: {
      e: 'AQAB',
      kty: 'RSA',
      n: 'v_O9zI1iXRKxVXgZ8svdpRq1tSJ7vIOXoPQjG-fSDTs-ps6s4LaQziY4M0qZLiBZENOlPwjdcDBoSn4BwqkAwiFbPbsU66PuQ9bWzK-1Mc4XHj-KLUqoSagA6DY221gWGn1YbwMZNbyhaxjRdS0l7EM_kVP0vtiQdiKcDmZgeT-lMMcWUEqqKc1lLpa1V2_hndKagZQRmKYiay6oykEoG6bQJhkcsKvVYtworYxmRMWs1NU6CnzXMExKAD1deoVut8HeliQLY0h33ODx7CHpivI14xijlHfFzY5edIlKBbcObFqeZtiuqwDmHplQbo64JewKeJhjdkTZrAV4Jx4KjQ',
    },
    clientEc: {
      crv: 'P-256',
      kty: 'EC',
      x: 'YvnFbxSVyCpdOcbXFH7n9w3PnD8k2gs65a9E1NofpIE',
      y: 'V7oi7xtqeVe_SIQ0QjEEu3hdW73dSm862PgeyvG_bP8',
    },
    dpop: {
      crv: 'P-256',
      kty: 'EC',
      x: '2ixlWBIjZtLJ6N7FV1ubQalrIO9Hqa-y-F30XHucXyE',
      y: '3phTUyXBU6b3kLsmdwi840sQlcn1_DECGONfyy_Vu-w',
    },
  },
  url: 'https://gateway.example.it/v1/referrals',
  body: '{ "b": 1.0,  "a": "è" }',
  digest: 'SHA-256=m+5Qtz/mOtMrzcljWtIdLqKjpLlsLitWEODFf9SoJuU=',
  digestHex: 'SHA-256=9bee50b73fe63ad32bcdc9635ad21d2ea2a3a4b96c2e2b5610e0c57fd4a826e5',
  digestWithNewline: 'SHA-256=7RR4CdOfceav2EmP0L6SFUeHpPfgxfAvdQb7m1vpqaE=',
  evidence:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImNsaWVudC1lYyJ9.eyJpc3MiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJhdWQiOiJnYXRld2F5LmV4YW1wbGUuaXQvaW5jbHVzaW9uIiwicHVycG9zZUlkIjoiNWEwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDEwIiwiZG5vbmNlIjoiMTIzNDU2Nzg5MDEyMyIsInVzZXJJRCI6Im9wZXJhdG9yZS0xNyIsInVzZXJMb2NhdGlvbiI6InNwb3J0ZWxsby0yIiwiTG9BIjoiTG9BMyIsImp0aSI6Im9wZW5zc2wtZXZpZGVuY2UiLCJpYXQiOjE3OTUxNzYwMDAsImV4cCI6MTc5NTE3NjMwMH0.yu8YkAlmD-SIeJPa5cRPUTB-cbaTcpnA3y8gi7EdMGVlM3d-RWsYhITfCRg4VkjHaIoTR4az1HqlrmWOUMiscg',
  bearer:
    'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Imlzc3Vlci1rZXkifQ.eyJpc3MiOiJpbnRlcm9wLnBhZ29wYS5pdCIsImF1ZCI6ImdhdGV3YXkuZXhhbXBsZS5pdC9pbmNsdXNpb24iLCJzdWIiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJjbGllbnRfaWQiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJwdXJwb3NlSWQiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMTAiLCJjb25zdW1lcklkIjoiNWEwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAzIiwicHJvZHVjZXJJZCI6IjVhMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwNCIsImVzZXJ2aWNlSWQiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDUiLCJkZXNjcmlwdG9ySWQiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDYiLCJqdGkiOiJvcGVuc3NsLXZvdWNoZXIiLCJuYmYiOjE3OTUxNzYwMDAsImlhdCI6MTc5NTE3NjAwMCwiZXhwIjoxNzk1MTc2MzAwLCJkaWdlc3QiOnsiYWxnIjoiU0hBMjU2IiwidmFsdWUiOiIyZDdhNGM5ZTQ4ZjkwYjk2OWNhMTYxNWY5ODU0ODkwOGE4NmZmOGZiZWQ5YjBjNDhiOWI4ZmY5ZGU5ODQ0ODk2In19.JuqvIYddTHOx3lmWXiTL78STcQB2LeMrqF55JyQdE11AjKOQ3ia_EnkFF_42AAjWjiqP409PczfQagmq8of_XO0vR6vnt7VSccnCz1QhueoIj01aWbCKiYWMTNO6pQgrxEg4QS4LyW8XoT4M40aH1M_uTg_V5MmdjyaDXv6E21xUWhHHRz-zeQUOC2CE0ZU8O6Fnk6vhuc4_LKXqTbsADX0Tyh5QpsnpOwyA5nNiYydf5ac7lBXj5SdZLChmbUmCP73ZCGhCgHqIbFnHwkyhC4YgPHvkqDDM35fvAw01YifAssk3ufXeFvDi5GjuJrWrVPlOf7HW0x_zBcucNUzc6A',
  bound:
    'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6Imlzc3Vlci1rZXkifQ.eyJpc3MiOiJpbnRlcm9wLnBhZ29wYS5pdCIsImF1ZCI6ImdhdGV3YXkuZXhhbXBsZS5pdC9pbmNsdXNpb24iLCJzdWIiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJjbGllbnRfaWQiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJwdXJwb3NlSWQiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMTAiLCJjb25zdW1lcklkIjoiNWEwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAzIiwicHJvZHVjZXJJZCI6IjVhMDAwMDAwLTAwMDAtNDAwMC04MDAwLTAwMDAwMDAwMDAwNCIsImVzZXJ2aWNlSWQiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDUiLCJkZXNjcmlwdG9ySWQiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDYiLCJqdGkiOiJvcGVuc3NsLXZvdWNoZXIiLCJuYmYiOjE3OTUxNzYwMDAsImlhdCI6MTc5NTE3NjAwMCwiZXhwIjoxNzk1MTc2MzAwLCJkaWdlc3QiOnsiYWxnIjoiU0hBMjU2IiwidmFsdWUiOiIyZDdhNGM5ZTQ4ZjkwYjk2OWNhMTYxNWY5ODU0ODkwOGE4NmZmOGZiZWQ5YjBjNDhiOWI4ZmY5ZGU5ODQ0ODk2In0sImNuZiI6eyJqa3QiOiJPRF9HRk5fWnM2bWxWYUdteHBTRzhSR19zQUp6SVpueGt6UFRzWUx4S0pJIn19.IfAKeytnTLNpr2a6apKvGf1s-bYzQXy3iqZDrs6rAaVYlUulc4c2ZpWgQKyArbkYxR7yQZei1094BgorUBexXrOskyKITWXy-9SbhiICf3O93RXlvFPYoPbhoJCxKP6waOYA5z0807zEMixwQnQ9nVUKq1BrkwZgT0AyaxjrVjfGa7hCtH17lzBOmAr81mRLCJ9sQBfmROOxwgJIvIz7TvHHpjFloU15utXqJybrjhkonYMGm2001BjDzZyww1LLbpKJxM1ts3cF07mlkc6pZlg2xYKxgfst8epL9q4KHfDfzoc9SvSIzb41F6Mb85xOltthhYbPfGRtsdamQdgDxw',
  proof:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6ImRwb3Arand0IiwiandrIjp7ImNydiI6IlAtMjU2Iiwia3R5IjoiRUMiLCJ4IjoiMml4bFdCSWpadExKNk43RlYxdWJRYWxySU85SHFhLXktRjMwWEh1Y1h5RSIsInkiOiIzcGhUVXlYQlU2YjNrTHNtZHdpODQwc1FsY24xX0RFQ0dPTmZ5eV9WdS13In19.eyJodG0iOiJQT1NUIiwiaHR1IjoiaHR0cHM6Ly9nYXRld2F5LmV4YW1wbGUuaXQvdjEvcmVmZXJyYWxzIiwiaWF0IjoxNzk1MTc2MDAwLCJqdGkiOiJvcGVuc3NsLWRwb3AiLCJhdGgiOiJQNS1xbUgxbjhKWEdjMkZxSUFDMGJWWm9ab1dzOEY5ZFRjMTloNE5Ja09RIn0.TscNVpv5Ck-Ur7q8D40kVoG34FoWAgTx1PEKOJp-858hsNmxfjXDaI0Qd2hNt6NHM8AgAhI7t34nfO70I_bKyA',
  jkt: 'OD_GFN_Zs6mlVaGmxpSG8RG_sAJzIZnxkzPTsYLxKJI',
  signatureRsa:
    'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImNsaWVudC1rZXkifQ.eyJpc3MiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJhdWQiOiJnYXRld2F5LmV4YW1wbGUuaXQvaW5jbHVzaW9uIiwianRpIjoib3BlbnNzbC1jbGllbnQta2V5IiwiaWF0IjoxNzk1MTc2MDAwLCJleHAiOjE3OTUxNzYzMDAsInNpZ25lZF9oZWFkZXJzIjpbeyJkaWdlc3QiOiJTSEEtMjU2PW0rNVF0ei9tT3RNcnpjbGpXdElkTHFLanBMbHNMaXRXRU9ERmY5U29KdVU9In0seyJjb250ZW50LXR5cGUiOiJhcHBsaWNhdGlvbi9qc29uIn1dfQ.B_6051pvX8IBTojOK4peIXNIqRHvnfTmy8JjAjOexWr0sDa_pLt21b2ibPT6FjzmxpMBC8H4pnzJ6kwOf75YlrqvbP0KvUHuihl1WxYOENjkVlrZEaAyGacuVGJgCfm6Uh00747yShQ7I_X31GljRYKuaZkdbcbu7mY1C-UAYrVjsexlQ7pRLh8yh6wAeN1-hGXsbj4RCO1_Ok1wIxibNqzYMhOxUvaDSOWYe-gPkEHGXhj141T9tTT_kHLsJYUju2rezpCEziup7MrI7hrNZTB-slvoPnBmRXzFibZLUbmgHw9-zRaNId9f4Q8zGOzHDyN-njeX7uL3jOGIHJYeyA',
  signatureEc:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImNsaWVudC1lYyJ9.eyJpc3MiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJhdWQiOiJnYXRld2F5LmV4YW1wbGUuaXQvaW5jbHVzaW9uIiwianRpIjoib3BlbnNzbC1jbGllbnQtZWMiLCJpYXQiOjE3OTUxNzYwMDAsImV4cCI6MTc5NTE3NjMwMCwic2lnbmVkX2hlYWRlcnMiOlt7ImRpZ2VzdCI6IlNIQS0yNTY9bSs1UXR6L21PdE1yemNsald0SWRMcUtqcExsc0xpdFdFT0RGZjlTb0p1VT0ifSx7ImNvbnRlbnQtdHlwZSI6ImFwcGxpY2F0aW9uL2pzb24ifV19.j1E28D7c54fAl4hgjdI-HlblYkDkzOhasowPqcp6E66Hk8cQcKxPXvWcf-E4eQ9cm8sKUSjOAAjhzX8GUxaujQ',
  signatureHex:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImNsaWVudC1lYyJ9.eyJpc3MiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJhdWQiOiJnYXRld2F5LmV4YW1wbGUuaXQvaW5jbHVzaW9uIiwianRpIjoib3BlbnNzbC1jbGllbnQtZWMiLCJpYXQiOjE3OTUxNzYwMDAsImV4cCI6MTc5NTE3NjMwMCwic2lnbmVkX2hlYWRlcnMiOlt7ImRpZ2VzdCI6IlNIQS0yNTY9OWJlZTUwYjczZmU2M2FkMzJiY2RjOTYzNWFkMjFkMmVhMmEzYTRiOTZjMmUyYjU2MTBlMGM1N2ZkNGE4MjZlNSJ9LHsiY29udGVudC10eXBlIjoiYXBwbGljYXRpb24vanNvbiJ9XX0.D4SnDXeaoYTbqpxkid-l7iuLLAqTdqAZCuvgek4Y3kgixFXmJH-QKCzGwNo1yYLlIQq0O-cavR_oGqSuNyBWVw',
  signatureWithNewline:
    'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImNsaWVudC1lYyJ9.eyJpc3MiOiI1YTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJhdWQiOiJnYXRld2F5LmV4YW1wbGUuaXQvaW5jbHVzaW9uIiwianRpIjoib3BlbnNzbC1jbGllbnQtZWMiLCJpYXQiOjE3OTUxNzYwMDAsImV4cCI6MTc5NTE3NjMwMCwic2lnbmVkX2hlYWRlcnMiOlt7ImRpZ2VzdCI6IlNIQS0yNTY9N1JSNENkT2ZjZWF2MkVtUDBMNlNGVWVIcFBmZ3hmQXZkUWI3bTF2cHFhRT0ifSx7ImNvbnRlbnQtdHlwZSI6ImFwcGxpY2F0aW9uL2pzb24ifV19.-IKE1Ob7TofWbMEC0lcGx_5jTwwQPFeAkxcu7dmGS3NlFlq5ROgOceGhW3g0AZIjOrp7ETDQepQ6dz9zqlfE1g',
} as const;
