/// The demonstration: sample mail, a home that lives as long as the demonstration does, and a relay
/// that reaches nobody but the people in that mail, all of whom are played by one robot.
///
/// It never opens a network socket, never reads the user's own configuration or mail, and never
/// removes a directory that it did not make. The screens are not its business: whoever starts the
/// demonstration opens them on [DemoHome].
///
/// Start reading at [DemoHome], then [DemoRelay]; [Robot] is a pure function.
@NullMarked
package hazel.demo;

import org.jspecify.annotations.NullMarked;
