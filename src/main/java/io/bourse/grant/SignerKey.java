package io.bourse.grant;

import io.bourse.client.Client;
import io.bourse.client.Signer;
import java.security.interfaces.RSAPublicKey;

/**
 * A key whose signatures count.
 *
 * @param client through whose entry its signer gets tokens; enabled
 */
record SignerKey(Client client, RSAPublicKey key, Signer signer) {}
