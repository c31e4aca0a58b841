package hazel.ui;

import hazel.command.Command;

import java.util.List;

/// A screen that offers again what was typed on an earlier one of its kind. The program keeps the
/// lists: it hands one over when such a screen opens, and adds the argument of the call that it
/// closes with.
public interface Remembering extends Screen {

    /// One list for each.
    Command subject();

    /// @param typed oldest first
    Screen remembering(List<String> typed);
}
