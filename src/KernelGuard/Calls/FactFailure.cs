namespace KernelGuard.Calls;

/// <summary>A fact that a call should have and has not: reading it is an error.</summary>
/// <param name="Fact">The fact, as conditions read it, such as <c>resource.team</c>.</param>
/// <param name="Cause">Why, for evidence; without text of the host's or a model's.</param>
internal sealed record FactFailure(string Fact, string Cause);
