package io.bourse.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.fakes.TestEntries;
import io.bourse.fakes.TestRsaKeys;
import io.bourse.oauth.ClientId;
import io.bourse.principal.Principal;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.Proof;
import io.bourse.principal.Principal.SessionTokens;
import io.bourse.principal.PrincipalStore;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link PrincipalStore} does. */
public abstract class PrincipalStoreContract {

    private static final String KEY_ID = "ocid1.tenancy.oc1..a/ocid1.user.oc1..b/20:3b:97";
    private static final String ADA = UUID.randomUUID().toString();
    private static final Principal LAPTOP = principal("laptop", true, new ApiKey(KEY_ID, key("laptop"), ADA));
    private static final Principal ROBOT = principal("robot", false, new ApiKey("t/r/f", key("robot"), null));
    private static final Principal INSTANCES = principal("instances", true, new SessionTokens("oci"));
    private static final Principal BACKUP = principal("Backup", false, new SessionTokens("oci"));

    /** The key of that name. */
    protected static RSAPublicKey key(String name) {
        return (RSAPublicKey) TestRsaKeys.pair(name).getPublic();
    }

    /** Of the client {@code a} in the project of the test entries. */
    protected static Principal principal(String id, boolean enabled, Proof proof) {
        return new Principal(id, TestEntries.PROJECT, enabled, new ClientId("a"), proof);
    }

    /** A store that holds these entries. */
    protected abstract PrincipalStore holding(Principal... principals);

    @Test
    void findsByKeyIdWhetherOnOrOff() {
        PrincipalStore store = holding(LAPTOP, ROBOT, INSTANCES);

        assertThat(store.findByKeyId(KEY_ID).await()).contains(LAPTOP);
        assertThat(store.findByKeyId("t/r/f").await()).contains(ROBOT);
    }

    @Test
    void comparesExactly() {
        PrincipalStore store = holding(LAPTOP, INSTANCES);

        for (String keyId : List.of(
                KEY_ID.toUpperCase(Locale.ROOT),
                KEY_ID + " ",
                KEY_ID + "\0",
                KEY_ID.substring(1),
                "",
                "%",
                "oci",
                "laptop",
                "x".repeat(Principal.MAX_KEY_ID_LENGTH + 1))) {
            assertThat(store.findByKeyId(keyId).await()).as(keyId).isEmpty();
        }
    }

    @Test
    void findsByProviderInTheOrderOfIds() {
        PrincipalStore store = holding(INSTANCES, LAPTOP, BACKUP);

        assertThat(store.findByProvider("oci").await()).containsExactly(BACKUP, INSTANCES);
        assertThat(store.findByProvider("OCI").await()).isEmpty();
        assertThat(store.findByProvider(KEY_ID).await()).isEmpty();
    }
}
