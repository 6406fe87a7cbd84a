package io.bourse.httpsig;

/** Which bytes a signature is over: each standard has its own way to write the covered parts of a message down. */
@FunctionalInterface
public interface SignatureBase {

    /**
     * What must have been signed.
     *
     * @throws InvalidSignatureException if the message lacks something that is covered
     */
    byte[] of(SignedMessage message) throws InvalidSignatureException;
}
