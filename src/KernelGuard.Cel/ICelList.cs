namespace KernelGuard.Cel;

/// <summary>A list that expressions can read. It must not change while an expression is evaluated.</summary>
/// <remarks>An element that cannot be read is an error value, not an exception.</remarks>
public interface ICelList
{
    /// <summary>Gets the number of elements.</summary>
    int Count { get; }

    /// <summary>Gets an element.</summary>
    /// <param name="index">The index from 0; the engine asks only for indexes below <see cref="Count"/>.</param>
    CelValue this[int index] { get; }
}
