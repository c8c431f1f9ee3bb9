namespace KernelGuard.Cel;

/// <summary>
/// A value of a type that only the host's functions know, such as a parsed path. Immutable; compared by <see
/// cref="object.Equals(object)"/>.
/// </summary>
public interface ICelOpaque
{
    /// <summary>Gets the name of the type, the one given to <see cref="CelType.Opaque"/>.</summary>
    string TypeName { get; }
}
