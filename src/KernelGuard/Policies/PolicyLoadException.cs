using System.Globalization;

namespace KernelGuard.Policies;

/// <summary>Policies cannot be used. The message holds the formatted findings; it is for the author of the policies, not for models.</summary>
public sealed class PolicyLoadException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="diagnostics">What was found.</param>
    public PolicyLoadException(IReadOnlyList<PolicyDiagnostic> diagnostics)
        : this($"the policies cannot be used\n{PolicyDiagnosticFormatter.Format(diagnostics)}") => Diagnostics = diagnostics;

    /// <summary>Creates an exception.</summary>
    public PolicyLoadException()
        : this("the policies cannot be used")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">Why.</param>
    public PolicyLoadException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">Why.</param>
    /// <param name="innerException">The cause.</param>
    public PolicyLoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The findings; empty where the policies are well formed and cannot be used for another reason.</summary>
    public IReadOnlyList<PolicyDiagnostic> Diagnostics { get; } = [];

    /// <summary>The code under which to raise an alarm, where it is a special one.</summary>
    internal string? AlarmCode { get; init; }

    /// <summary>What is wrong, in one line.</summary>
    internal string Summary
    {
        get
        {
            var errors = Diagnostics.Where(diagnostic => diagnostic.Severity == PolicySeverity.Error).ToArray();
            return errors is [var first, ..]
                ? string.Create(CultureInfo.InvariantCulture, $"{first.File}:{first.Line}:{first.Column}: {first.Message} (errors: {errors.Length})")
                : Message;
        }
    }
}
