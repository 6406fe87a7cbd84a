package io.bourse.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.bourse.contract.LoginAttemptsContract;
import io.bourse.fakes.OpenDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgLoginAttemptsIT extends LoginAttemptsContract {

    @RegisterExtension
    final OpenDatabase postgres = new OpenDatabase();

    @Override
    protected LoginAttempts attempts() {
        return new PgLoginAttempts(postgres.pool(), LIMIT, Duration.ofMinutes(15));
    }

    @Test
    void aNewWindowBeginsAfterTheOldOne() {
        LoginAttempts attempts = attempts();
        for (int i = 0; i <= LIMIT; i++) {
            attempts.reserve("ann").await();
        }
        postgres.database().execute("UPDATE login_attempt SET since = since - interval '15 minutes'");

        assertThat(attempts.reserve("ann").await()).isTrue();
        assertThat(postgres.database().number("SELECT failures FROM login_attempt"))
                .isEqualTo(1);
    }

    @Test
    void theKeyIsStoredAsAHash() {
        attempts().reserve("ann@example.org").await();

        assertThat(postgres.database().number("SELECT count(*) FROM login_attempt WHERE key LIKE '%ann%'"))
                .isZero();
    }
}
