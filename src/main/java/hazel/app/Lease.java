package hazel.app;

import java.util.concurrent.Callable;

/// The terminal, as far as effects need it: to lend it to another program, and to stop. Called on
/// the thread that draws.
public interface Lease {

    <T> T lend(Callable<T> work) throws Exception;

    /// @return false where nobody could let us go on again
    boolean suspend() throws Exception;
}
