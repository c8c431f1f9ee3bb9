namespace KernelGuard.Cel;

/// <summary>
/// Parts of the language that an environment can have or lack. They are named and defined as in the reference implementation of CEL.
/// </summary>
[Flags]
public enum CelExtensions
{
    /// <summary>The standard language alone.</summary>
    None = 0,

    /// <summary><c>charAt</c>, <c>format</c>, <c>indexOf</c>, <c>join</c>, <c>lowerAscii</c>, <c>replace</c>, <c>reverse</c>,
    /// <c>split</c>, <c>strings.quote</c>, <c>substring</c>, <c>trim</c> and others on strings.</summary>
    Strings = 1,

    /// <summary><c>math.greatest</c>, <c>math.least</c>, rounding, signs, bits and <c>math.sqrt</c>.</summary>
    Math = 2,

    /// <summary><c>base64.encode</c> and <c>base64.decode</c>.</summary>
    Encoders = 4,

    /// <summary><c>cel.bind(name, value, expression)</c>.</summary>
    Bindings = 8,

    /// <summary>Optional values: <c>a.?b</c>, <c>a[?b]</c>, <c>[?a]</c>, <c>{?k: a}</c>, and the functions on them.</summary>
    Optionals = 16,

    /// <summary>Comprehensions over index and value, or key and value, such as <c>m.all(k, v, v > 0)</c>.</summary>
    TwoVariableComprehensions = 32,

    /// <summary>Addresses and ranges of the Internet Protocol: <c>ip</c>, <c>cidr</c>, <c>isIP</c> and the functions on them.</summary>
    Network = 64,

    /// <summary><c>distinct</c>, <c>flatten</c>, <c>reverse</c>, <c>slice</c>, <c>sort</c>, <c>sortBy</c> and <c>lists.range</c>.</summary>
    Lists = 128,

    /// <summary><c>sets.contains</c>, <c>sets.equivalent</c> and <c>sets.intersects</c>.</summary>
    Sets = 256,

    /// <summary><c>regex.replace</c>, <c>regex.extract</c> and <c>regex.extractAll</c>, with patterns that are literals.</summary>
    Regex = 512,

    /// <summary>Everything.</summary>
    All = 1023,
}
