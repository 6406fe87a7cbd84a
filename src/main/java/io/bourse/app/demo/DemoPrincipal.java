package io.bourse.app.demo;

import io.bourse.crypto.Sha256;
import io.bourse.jose.RsaPublicKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Objects;

/**
 * Who signs requests in the demo: a key pair that is made once and kept beside the demo's data, as a caller would keep
 * its own.
 *
 * @param file where the private half is
 * @param keyId as signatures name the key
 */
public record DemoPrincipal(Path file, String keyId, RSAPublicKey publicKey) {

    private static final String ENTRIES = "/demo/signing.yaml";
    private static final String NAME = "demo-principal.pem";
    private static final int BITS = 2048;

    private static final String BODY = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
            + "&scope=http://www.ocisampleservice.com/resume"
            + "&requested_token_type=urn:ietf:params:oauth:token-type:access_token";

    /** Whether the demo has its data here; true before its entries are in the database. */
    public static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(NAME));
    }

    /** Reads the key, or makes it. Blocks. */
    public static DemoPrincipal in(Path directory) {
        Path file = directory.resolve(NAME).toAbsolutePath();
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            RSAPublicKey key = publicHalf(Files.readString(file));
            String keyId = "ocid1.tenancy.oc1..demo/ocid1.user.oc1..ada/" + RsaPublicKeys.fingerprint(key);
            return new DemoPrincipal(file, keyId, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | IllegalArgumentException damaged) {
            throw new IllegalStateException(file + " is no private key; remove it", damaged);
        }
    }

    private static void make(Path file) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        Path fresh = Files.createTempFile(
                file.getParent(),
                NAME,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static RSAPublicKey publicHalf(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(der));
        BigInteger exponent = key.getPublicExponent();
        return (RSAPublicKey) factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), exponent));
    }

    /** The entries that let it have tokens. */
    public String entries() {
        try (InputStream stream = DemoPrincipal.class.getResourceAsStream(ENTRIES)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("KEY_ID", keyId)
                    .replace("PUBLIC_KEY", RsaPublicKeys.text(publicKey));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What follows {@code curl} in a line for bash that signs the request with openssl, at the time at which it runs.
     *
     * @param issuer where the service is
     */
    public String call(String issuer) {
        String host = issuer.replaceFirst("^https?://", "");
        String covered = "date (request-target) host content-length content-type x-content-sha256";
        String signed = "date: %s\\n(request-target): post /oauth2/v1/token\\nhost: " + host + "\\ncontent-length: "
                + BODY.length() + "\\ncontent-type: application/x-www-form-urlencoded\\nx-content-sha256: " + digest();
        return issuer + "/oauth2/v1/token -d '" + BODY + "' -H 'x-content-sha256: " + digest()
                + "' -H @<(d=$(LC_ALL=C date -u '+%a, %d %b %Y %T GMT'); s=$(printf '" + signed
                + "' \"$d\" | openssl dgst -sha256 -sign '" + file + "' | openssl base64 -A);"
                + " printf 'date: %s\\nAuthorization: Signature version=\"1\",keyId=\"" + keyId
                + "\",algorithm=\"rsa-sha256\",headers=\"" + covered + "\",signature=\"%s\"\\n' \"$d\" \"$s\")";
    }

    private static String digest() {
        return Base64.getEncoder().encodeToString(Sha256.of(BODY));
    }
}
