package io.bourse.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bourse.client.Project;
import io.bourse.contract.PrincipalStoreContract;
import io.bourse.fakes.OpenDatabase;
import io.bourse.fakes.RegistryRows;
import io.bourse.fakes.TestEntries;
import io.bourse.principal.Principal.ApiKey;
import io.bourse.principal.Principal.SessionTokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PgPrincipalStoreIT extends PrincipalStoreContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected PrincipalStore holding(Principal... principals) {
        RegistryRows rows = new RegistryRows(postgres.database());
        rows.put(new Project(TestEntries.PROJECT, true));
        rows.put(TestEntries.client("a", true));
        for (Principal principal : principals) {
            rows.put(principal);
        }
        return new PgPrincipalStore(postgres.pool());
    }

    /** To be absent would be to speak for the client, or to be found where it should not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'{\"key_id\": \"k\"}'",
                "entry - 'enabled'",
                "entry || '{\"enabled\": \"yes\"}'",
                "entry - 'public_key'",
                "entry || '{\"public_key\": \"AAAA\"}'",
                "entry - 'user'",
                "entry || '{\"for_client\": true}'",
                "entry || '{\"provider\": \"oci\"}'",
                "entry || '{\"user\": [5]}'"
            })
    void aBrokenRowAllowsNothing(String entry) {
        PrincipalStore store = holding(principal("bad", true, new ApiKey("k", key("key"), "ada")));
        postgres.database().execute("UPDATE principal SET entry = " + entry + " WHERE id = 'bad'");

        assertThat(store.findByKeyId("k").await().filter(Principal::enabled)).isEmpty();
        assertThat(store.findByProvider("oci").await()).isEmpty();
    }

    /** Whoever writes rows beside us: what two had would be of the one that may do more. */
    @ParameterizedTest
    @CsvSource({"k, another", "l, key"})
    void noKeyIdAndNoKeyIsOfTwo(String keyId, String publicKey) {
        PrincipalStore store = holding(principal("one", true, new ApiKey("k", key("key"), null)));

        assertThatThrownBy(() -> new RegistryRows(postgres.database())
                        .put(principal("two", true, new ApiKey(keyId, key(publicKey), null))))
                .rootCause()
                .hasMessageContaining("principal_by_");

        assertThat(store.findByKeyId("k").await()).isPresent();
        assertThat(store.findByKeyId("l").await()).isEmpty();
    }

    @Test
    void isOffWithItsProject() {
        PrincipalStore store = holding(
                principal("one", true, new ApiKey("k", key("key"), null)),
                principal("two", true, new SessionTokens("oci")));
        new RegistryRows(postgres.database()).put(new Project(TestEntries.PROJECT, false));

        assertThat(store.findByKeyId("k").await().orElseThrow().enabled()).isFalse();
        assertThat(store.findByProvider("oci").await())
                .singleElement()
                .extracting(Principal::enabled)
                .isEqualTo(false);
    }
}
