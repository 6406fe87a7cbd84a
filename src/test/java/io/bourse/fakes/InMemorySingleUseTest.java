package io.bourse.fakes;

import io.bourse.client.SingleUse;
import io.bourse.contract.SingleUseContract;

class InMemorySingleUseTest extends SingleUseContract {

    @Override
    protected SingleUse singleUse() {
        return new InMemorySingleUse();
    }
}
