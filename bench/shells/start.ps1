# Only sources the hook: the difference to an empty start is what it costs.
switch ($env:BENCH_TOOL) {
    'pyguard' { . "$env:BENCH_HOOKS/pyguard.ps1" }
    'direnv' { Invoke-Expression "$(direnv hook pwsh)" }
    'mise' { (&mise activate pwsh) | Out-String | Invoke-Expression }
}
