using KernelGuard.Policies.Reading;

namespace KernelGuard.Policies;

/// <summary>One finding in a policy document: what is wrong, where, and what may help. Immutable.</summary>
/// <remarks>Written for the author of the policy: it may quote the document, so it is not for models.</remarks>
public sealed class PolicyDiagnostic
{
    private readonly SourceSpan? _span;

    internal PolicyDiagnostic(string code, PolicySeverity severity, string message, SourceSpan span, string? help)
        : this(code, severity, message, span.Source.Name, help) => _span = span;

    internal PolicyDiagnostic(string code, PolicySeverity severity, string message, string file, string? help)
    {
        Code = code;
        Severity = severity;
        Message = message;
        File = file;
        Help = help;
    }

    /// <summary>What kind of finding it is: one of <see cref="DiagnosticCodes"/>.</summary>
    public string Code { get; }

    /// <summary>Whether the set can be used nevertheless.</summary>
    public PolicySeverity Severity { get; }

    /// <summary>What is wrong, in one line.</summary>
    public string Message { get; }

    /// <summary>The file, folder or source name.</summary>
    public string File { get; }

    /// <summary>The line, from 1; 0 where the finding concerns the whole file or folder.</summary>
    public int Line => _span?.Line ?? 0;

    /// <summary>The column of the first underlined character, from 1, in UTF-16 units; 0 where the finding concerns the whole file or folder.</summary>
    public int Column => _span?.Column ?? 0;

    /// <summary>How many characters are underlined, all on one line.</summary>
    public int Length => _span?.Length ?? 0;

    /// <summary>The whole source line, or null where the finding concerns the whole file or folder.</summary>
    public string? SourceLine => _span?.LineText;

    /// <summary>What may help, such as a similar name; or null.</summary>
    public string? Help { get; }

    /// <summary>The finding as text with the source line underlined.</summary>
    public override string ToString() => PolicyDiagnosticFormatter.Format(this);
}
