# Applies an answer, enters and leaves, by fixed code: nothing that was received is ever evaluated.
# Part of pyguard.psm1, whose state it shares.

# Applies an answer that was found whole.
function Complete-Answer([string[]]$answer) {
    $environment = $answer[4]
    $root = $answer[5]
    if ([string]::Equals($answer[3], 'in')) {
        $active = [string][Environment]::GetEnvironmentVariable('PYGUARD_ACTIVE')
        if (-not [string]::Equals($active, "${environment}:$root") -or
            -not [string]::Equals($script:put, $environment)) {
            if (-not $active.StartsWith("${environment}:", 'Ordinal')) { Exit-Environment }
            Enter-Environment $environment $root
        }
        [Environment]::SetEnvironmentVariable('VIRTUAL_ENV_PROMPT', $answer[6])
    } elseif ([string]::Equals($answer[3], 'out')) {
        Exit-Environment
    }
    $script:marks = $answer[8]
    $script:witness = $answer[9]
    $script:stamp = $answer[10]
    $script:venvHere = [string]::Equals($answer[11], '1')
    if ($answer[12].Length -gt 0 -or [string]::Equals($answer[3], 'in')) { $script:line = $answer[12] }
    $isAllowed = [string]::Equals($answer[13], 'allow')
    $script:ownPip = if ($isAllowed) { $environment } else { '' }
    # What was activated by hand can be left without a word to us: its aliases stay, and their program steps aside.
    $isByHand = $isAllowed -and $environment.Length -eq 0
    $script:ownByHand = if ($isByHand) { [string][Environment]::GetEnvironmentVariable('VIRTUAL_ENV') } else { '' }
    [Environment]::SetEnvironmentVariable('PYGUARD_SEGMENT', "$($answer[7])|$($answer[8])|$($answer[6])")
    if ($script:evidence.StartsWith('born:', 'Ordinal')) { $script:birth = '' }
    $script:evidence = ''
    Save-Seen
}

# Puts an environment in front: first time, in a nested shell, or over one activated by hand or by an editor.
function Enter-Environment([string]$environment, [string]$root) {
    $current = [string][Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
    if ($current.Length -gt 0) {
        if (Test-Same $current $environment) {
            Restore-Activated $current $environment
        } else {
            $script:under = $current
            $script:underPrompt = [string]$env:VIRTUAL_ENV_PROMPT
        }
    }
    $pythonHome = [Environment]::GetEnvironmentVariable('PYTHONHOME')
    if ($null -ne $pythonHome) {
        $script:pythonHome = $pythonHome
        $env:PYTHONHOME = $null
    }
    [Environment]::SetEnvironmentVariable('VIRTUAL_ENV', $environment)
    [Environment]::SetEnvironmentVariable('PYGUARD_ACTIVE', "${environment}:$root")
    [Environment]::SetEnvironmentVariable('PATH', "$environment/bin:$env:PATH")
    $script:put = $environment
    $script:conda = [string]$env:CONDA_PREFIX
    if ($script:under.Length -eq 0 -or $null -eq $function:deactivate) {
        $script:deactivates = $true
        ${function:global:deactivate} = {
            param([switch]$NonDestructive)
            Exit-ByHand $NonDestructive.IsPresent
        }
    }
}

# Typed by hand it stays in force until the project is left; Activate.ps1 calls it with -NonDestructive.
function Exit-ByHand([bool]$isNonDestructive) {
    if (-not $isNonDestructive) { $null, $script:left = Get-Active }
    Exit-Environment
    Sync-Alias
    Publish-State
}

# Whether two paths name one environment.
function Test-Same([string]$one, [string]$other) {
    if ([string]::Equals($one, $other)) { return $true }
    $files = "$one/pyvenv.cfg", "$other/pyvenv.cfg"
    if (-not [IO.File]::Exists($files[0]) -or -not [IO.File]::Exists($files[1])) { return $false }
    $first, $second = (Microsoft.PowerShell.Management\Get-Item -LiteralPath $files -Force).UnixStat
    $first.Inode -eq $second.Inode -and $first.DeviceId -eq $second.DeviceId
}

# Whether an activation script was run for the environment that we had entered already. CPython's keeps the old PATH in
# the environment, virtualenv's and uv's in a variable.
function Test-ActivatedTwice {
    ($null -ne $env:_OLD_VIRTUAL_PATH -or $null -ne $variables.Get('global:_OLD_VIRTUAL_PATH')) -and
        $script:put.Length -gt 0 -and $script:under.Length -eq 0 -and
        [string]::Equals($env:VIRTUAL_ENV, $script:put)
}

# What an activation script left behind is put back by name: one PATH entry, one prefix, one way out.
function Restore-Activated([string]$current, [string]$environment) {
    while (Remove-PathEntry "$current/bin") { }
    while (Remove-PathEntry "$environment/bin") { }
    if ($null -ne $function:_OLD_VIRTUAL_PROMPT) { Restore-Prompt }
    $pythonHome = [Environment]::GetEnvironmentVariable('_OLD_VIRTUAL_PYTHONHOME')
    if ($null -ne $pythonHome) { $script:pythonHome = $pythonHome }
    $env:_OLD_VIRTUAL_PYTHONHOME = $env:_OLD_VIRTUAL_PATH = $null
    $variables = '_OLD_VIRTUAL_PATH', '_PYTHON_VENV_PROMPT_PREFIX'
    Microsoft.PowerShell.Utility\Remove-Variable -Name $variables -Scope Global -Force -ErrorAction Ignore
}

# Takes the script's prompt away again: the one in force, or, where it came before us, the one that we call.
function Restore-Prompt {
    $plain = $function:_OLD_VIRTUAL_PROMPT
    if (([string]$function:prompt).Contains('_OLD_VIRTUAL_PROMPT', 'OrdinalIgnoreCase')) {
        ${function:global:prompt} = $plain
        $script:hidesPrefix = $true
    } elseif (([string]$shared.Prompt).Contains('_OLD_VIRTUAL_PROMPT', 'OrdinalIgnoreCase')) {
        $shared.Activated = $shared.Prompt
        $shared.Plain = $plain
    } else {
        return
    }
    $script:items.Remove('Function:_OLD_VIRTUAL_PROMPT', $false)
}

# Takes out exactly what was put in. Needs no daemon and no directory to be there.
function Exit-Environment {
    if ([string]::IsNullOrEmpty([Environment]::GetEnvironmentVariable('PYGUARD_ACTIVE'))) { return }
    $environment, $null = Get-Active
    $null = Remove-PathEntry "$environment/bin"
    Remove-SavedEntry "$environment/bin"
    $current = [string][Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
    if ($current.Length -eq 0 -or [string]::Equals($current, $environment)) {
        [Environment]::SetEnvironmentVariable('VIRTUAL_ENV', $nothing)
        [Environment]::SetEnvironmentVariable('VIRTUAL_ENV_PROMPT', $nothing)
        # Where another environment is active by now, the function is its own.
        if ($script:deactivates -and $null -ne $function:deactivate) {
            $script:items.Remove('Function:deactivate', $false)
        }
        # With VIRTUAL_ENV the `deactivate` of what lay under ours has taken that away too.
        if ($script:under.Length -gt 0 -and $current.Length -gt 0) {
            [Environment]::SetEnvironmentVariable('VIRTUAL_ENV', $script:under)
            if ($script:underPrompt.Length -gt 0) { $env:VIRTUAL_ENV_PROMPT = $script:underPrompt }
        }
        $script:environmentBefore = [string][Environment]::GetEnvironmentVariable('VIRTUAL_ENV')
        if ($null -ne $script:pythonHome) { $env:PYTHONHOME = $script:pythonHome }
    } elseif ($null -ne $script:pythonHome) {
        $env:_OLD_VIRTUAL_PYTHONHOME = $script:pythonHome
    }
    [Environment]::SetEnvironmentVariable('PYGUARD_ACTIVE', $nothing)
    [Environment]::SetEnvironmentVariable('PYGUARD_SEGMENT', $nothing)
    $script:pythonHome = $null
    $script:deactivates = $false
    $script:put = $script:under = $script:underPrompt = $script:seen = $script:ownPip = ''
}

# A path list without the first entry equal to $entry; null where there is none.
function Get-PathWithout([string]$entry, [string]$path) {
    $entries = [Collections.Generic.List[string]]$path.Split([char]':')
    if ($entries.Remove($entry)) { [string]::Join(':', $entries) } else { $null }
}

# Takes an entry out of PATH; false where it was not there.
function Remove-PathEntry([string]$entry) {
    $path = Get-PathWithout $entry $env:PATH
    if ($null -eq $path) { return $false }
    [Environment]::SetEnvironmentVariable('PATH', $path)
    $true
}

# Activated by hand over ours: what the script saved holds our entry, and its `deactivate` would bring that back.
function Remove-SavedEntry([string]$entry) {
    $path = Get-PathWithout $entry $env:_OLD_VIRTUAL_PATH
    if ($null -ne $path) { $env:_OLD_VIRTUAL_PATH = $path }
    $saved = $variables.Get('global:_OLD_VIRTUAL_PATH')
    if ($null -eq $saved) { return }
    $path = Get-PathWithout $entry ([string]$saved.Value)
    if ($null -ne $path) { $saved.Value = $path }
}
