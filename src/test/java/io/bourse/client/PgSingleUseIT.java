package io.bourse.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.contract.SingleUseContract;
import io.bourse.fakes.OpenDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgSingleUseIT extends SingleUseContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected SingleUse singleUse() {
        return new PgSingleUse(postgres.pool());
    }

    @Test
    void onlyAHashIsStored() {
        singleUse().claim("jti", "a", LATER).await();

        assertThat(postgres.database().number("SELECT count(*) FROM single_use WHERE key = sha256('a')"))
                .isEqualTo(1);
    }
}
