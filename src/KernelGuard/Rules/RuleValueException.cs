namespace KernelGuard.Rules;

/// <summary>A value that a rule in code reads is missing or of another type. The guard takes it on the rule's safe side; evidence has its message.</summary>
public sealed class RuleValueException : Exception
{
    internal RuleValueException(string message)
        : base(message)
    {
    }
}
