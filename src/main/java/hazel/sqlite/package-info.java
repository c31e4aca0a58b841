/// SQLite for the packages that keep a database: the driver's machine code, unpacked once, and a
/// file that is made, opened, checked to be ours, and changed in transactions.
///
/// What is in a database, and what a damaged one means, is its owner's matter: an index is thrown
/// away, mail is not.
///
/// Start reading at [SqliteFile].
@NullMarked
package hazel.sqlite;

import org.jspecify.annotations.NullMarked;
