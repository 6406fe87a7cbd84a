package io.bourse.fakes;

import io.bourse.contract.LoginAttemptsContract;
import io.bourse.user.LoginAttempts;
import java.time.Duration;
import java.time.InstantSource;

class InMemoryLoginAttemptsTest extends LoginAttemptsContract {

    @Override
    protected LoginAttempts attempts() {
        return new InMemoryLoginAttempts(InstantSource.system(), LIMIT, Duration.ofMinutes(15));
    }
}
