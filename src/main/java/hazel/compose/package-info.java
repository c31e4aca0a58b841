@org.jspecify.annotations.NullMarked
package hazel.compose;
