namespace KernelGuard.Tests.Policies;

/// <summary>A policy in the documentation, and where it stands.</summary>
internal sealed record DocumentedExample(string Name, string Text);
