using KernelGuard.Calls;

namespace KernelGuard.Facts;

/// <summary>Who acts, or why nobody can.</summary>
/// <param name="Agent">The agent with all that is known of it; where there is a problem, what the host said.</param>
/// <param name="Problem">Why the call cannot be made by this agent, or null.</param>
internal readonly record struct AgentFinding(AgentIdentity? Agent, CallProblem? Problem);
