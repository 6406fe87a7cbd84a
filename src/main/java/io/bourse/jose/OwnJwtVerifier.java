package io.bourse.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Set;

/** Verifies tokens that we signed. Their headers have three members, so any other is refused, whatever it says. */
public final class OwnJwtVerifier implements JwtVerifier {

    /** Characters of a token. Whoever signs a longer one signs what nobody reads. */
    public static final int MAX_LENGTH = CompactJws.MAX_LENGTH;

    private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

    private final KeyRing keys;
    private final int maxLength;

    public OwnJwtVerifier(KeyRing keys) {
        this(keys, MAX_LENGTH);
    }

    /** @param maxLength how many characters a token may have */
    public OwnJwtVerifier(KeyRing keys, int maxLength) {
        this.keys = keys;
        this.maxLength = maxLength;
    }

    @Override
    public VerifiedJwt verify(String compact, JwtExpectations expectations) throws InvalidJwtException {
        CompactJws jws = CompactJws.parse(compact, maxLength);
        requireOurHeader(jws.header());
        RingKey key = keys.find(jws.keyId()).orElseThrow(() -> new UnknownKeyException(jws.keyId()));
        if (!key.key().algorithm().jwsName().equals(jws.algorithm())) {
            throw new InvalidJwtException("alg is not that of the key");
        }
        if (!key.verify(jws.signingInput(), jws.signature())) {
            throw new InvalidJwtException("the signature is wrong");
        }
        ObjectNode claims = jws.claims();
        expectations.check(jws.type(), claims);
        return new VerifiedJwt(jws.keyId(), jws.algorithm(), jws.type(), claims);
    }

    private static void requireOurHeader(ObjectNode header) throws InvalidJwtException {
        Iterator<String> names = header.fieldNames();
        while (names.hasNext()) {
            if (!HEADER.contains(names.next())) {
                throw new InvalidJwtException("the header has a member that ours do not have");
            }
        }
    }
}
