package hazel.route;

/// What aliases and `.forward` files may ask for besides other addresses.
public enum Permission {
    FILES,
    COMMANDS
}
