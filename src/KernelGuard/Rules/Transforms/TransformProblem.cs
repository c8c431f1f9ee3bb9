namespace KernelGuard.Rules.Transforms;

/// <summary>Why a call could not be changed as policy wants it.</summary>
/// <param name="Code">The code of the refusal.</param>
/// <param name="Message">What the model may read.</param>
/// <param name="Rule">The rule that could not be applied.</param>
/// <param name="Cause">What went wrong, for evidence; null where the code says it all.</param>
internal sealed record TransformProblem(string Code, string Message, GuardRule Rule, string? Cause = null);
